/** Of forms and of the page on which a request is followed. Colours are the reader's own scheme's. */
export const formStyle = [
  'label,legend{display:block;font-weight:600}fieldset{border:0;margin:0;padding:0}.field{margin:0 0 1.25em}',
  'input:not([type=checkbox]),textarea,select{box-sizing:border-box;width:100%;font:inherit;padding:.5em;border:1px solid GrayText;border-radius:.25em}',
  'textarea{min-height:8em}.hint{margin:.1em 0 .3em;color:color-mix(in srgb,CanvasText 75%,Canvas);font-size:.9em}',
  '.check{display:flex;gap:.6em;align-items:start}.check input{flex:none;width:1.2em;height:1.2em;margin:.15em 0}.check label{font-weight:400}',
  '.problem{font-weight:600;border-inline-start:.3em solid;padding-inline-start:.7em}.problem::before{content:"\\26A0\\FE0E  "}',
  '[role=alert]{border:.2em solid;padding:.5em 1em;margin:0 0 1.5em}[role=alert] h2{font-size:1.1em;margin:.3em 0}',
  'input[aria-invalid=true],textarea[aria-invalid=true],select[aria-invalid=true]{border:3px solid}.problem{margin:.2em 0 .4em}.trap{position:absolute;left:-999em}nav{float:inline-end}nav a{margin-inline-start:1em}',
  ':focus-visible{outline:3px solid Highlight;outline-offset:2px}button{min-height:2.75em}',
  'article{border-inline-start:.3em solid GrayText;padding-inline-start:1em;margin:1em 0}article h3{font-size:1em;margin:0}article.ours{border-color:Highlight}',
  'article p{margin:.3em 0}ul{padding-inline-start:1.2em}',
].join('\n');
