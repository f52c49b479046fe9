/**
 * Fills the `${…}` of an `Fn::Sub` text. `${!x}` is CloudFormation's way to write a literal `${x}`.
 * `lookUp` gets the name between the braces.
 */
export function substitute(template: string, lookUp: (name: string) => string): string {
  return template.replace(/\$\{([^{}]*)\}/g, (_, name: string) => (name.startsWith('!') ? `\${${name.slice(1)}}` : lookUp(name)));
}
