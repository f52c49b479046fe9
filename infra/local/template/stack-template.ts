import * as z from 'zod/mini';

const section = <Entry extends z.ZodMiniType>(entry: Entry) => z._default(z.record(z.string(), entry), {});

/**
 * The parts of a CloudFormation template that mean something on one machine. `Rules`, `Metadata`, `DependsOn` and the deletion
 * policies order or guard a deployment, which there is none of here.
 */
const templateSchema = z.object({
  Resources: section(
    z.object({
      Type: z.string(),
      Condition: z.optional(z.string()),
      Properties: section(z.unknown()),
    }),
  ),
  Parameters: section(z.object({ Type: z.string(), Default: z.optional(z.union([z.string(), z.number()])) })),
  Conditions: section(z.unknown()),
  Mappings: section(z.record(z.string(), z.record(z.string(), z.unknown()))),
  Outputs: section(
    z.object({
      Value: z.unknown(),
      Condition: z.optional(z.string()),
      Export: z.optional(z.object({ Name: z.unknown() })),
    }),
  ),
});

export type StackTemplate = z.infer<typeof templateSchema>;
export type TemplateResource = StackTemplate['Resources'][string];

/** Throws, naming the stack, when a template is not CloudFormation's shape. */
export function parseTemplate(stack: string, template: unknown): StackTemplate {
  const parsed = templateSchema.safeParse(template);
  if (!parsed.success) throw new Error(`template of stack ${stack}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
