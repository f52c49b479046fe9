/** Set from outside by variables on any element around it; logical properties, so that it mirrors on pages from right to left. */
export const style = `
:host{all:initial;--accent:var(--guichet-accent,#1652c4);--on-accent:var(--guichet-on-accent,#fff);--back:var(--guichet-background,#fff);
--text:var(--guichet-text,#1b1f24);--quiet:var(--guichet-quiet,#59636e);--line:var(--guichet-line,#d1d9e0);--own:var(--guichet-own,#e6eefc);
--round:var(--guichet-radius,12px);font:16px/1.45 var(--guichet-font,system-ui,sans-serif);color:var(--text);color-scheme:light}
@media (prefers-color-scheme:dark){:host{--accent:var(--guichet-accent,#7ea8ff);--on-accent:var(--guichet-on-accent,#0b1220);
--back:var(--guichet-background,#161b22);--text:var(--guichet-text,#e6edf3);--quiet:var(--guichet-quiet,#9da7b3);--line:var(--guichet-line,#3d444d);
--own:var(--guichet-own,#1c2b4a);color-scheme:dark}}
*{box-sizing:border-box}
[hidden]{display:none!important}
button,input,textarea{font:inherit;color:inherit}
button{cursor:pointer;border:0;background:none}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.toggle{position:fixed;z-index:2147483000;inset-block-end:16px;inset-inline-end:16px;min-width:56px;height:56px;padding:0 16px;border-radius:28px;
background:var(--accent);color:var(--on-accent);box-shadow:0 2px 10px #0005;font-weight:600}
.toggle svg{vertical-align:middle}
.panel{position:fixed;z-index:2147483001;inset-block-end:16px;inset-inline-end:16px;width:380px;max-width:calc(100vw - 32px);height:560px;
max-height:calc(100dvh - 32px);display:flex;flex-direction:column;background:var(--back);border:1px solid var(--line);border-radius:var(--round);
box-shadow:0 8px 30px #0006;overflow:hidden}
header{display:flex;align-items:center;gap:8px;padding:8px 8px 8px 16px;padding-inline:16px 8px;background:var(--accent);color:var(--on-accent)}
h2{flex:1;margin:0;font-size:1em}
header button{width:44px;height:44px;border-radius:8px;font-size:1.4em;line-height:1}
header :focus-visible{outline-color:var(--on-accent);outline-offset:-4px}
.state{margin:0;padding:4px 16px;font-size:.85em;color:var(--quiet);border-block-end:1px solid var(--line)}
.state button,.mail>button{color:var(--accent);text-decoration:underline;padding:4px 0}
.log{flex:1;overflow-y:auto;overscroll-behavior:contain;padding:12px 16px;display:flex;flex-direction:column;gap:8px;overflow-wrap:anywhere}
.log p{margin:0}
.one{max-width:85%;padding:8px 12px;border-radius:var(--round);border:1px solid var(--line);align-self:flex-start}
.one.own{align-self:flex-end;background:var(--own);border-color:transparent}
.one .text{white-space:pre-wrap}
.meta,.note{font-size:.8em;color:var(--quiet)}
.note{align-self:center;text-align:center}
.typing{min-height:1.6em;margin:0;padding:0 16px;font-size:.85em;color:var(--quiet)}
.mail{padding:4px 16px 8px;font-size:.9em;border-block-start:1px solid var(--line)}
.mail p{margin:4px 0}
.row{display:flex;gap:8px;align-items:flex-end}
.row>:first-child{flex:1;min-width:0}
ul.files{list-style:none;margin:0 0 6px;padding:0;font-size:.85em;max-height:8em;overflow-y:auto}
ul.files li{display:flex;align-items:center;gap:8px;overflow-wrap:anywhere}
ul.files bdi{flex:1}
ul.files progress{width:72px;accent-color:var(--accent)}
ul.files button{min-width:32px;min-height:32px;font-size:1.2em}
.attach{min-width:44px;min-height:44px;border-radius:8px;color:var(--quiet)}
.file{display:block;padding:4px 0;color:var(--accent);text-decoration:underline;text-align:start}
.file:disabled{color:var(--quiet);text-decoration:none;cursor:default}
form.say{padding:8px 12px 12px;border-block-start:1px solid var(--line)}
textarea,input{width:100%;padding:10px 12px;border:1px solid var(--quiet);border-radius:8px;background:var(--back)}
textarea{display:block;resize:none;height:3.6em}
.main{min-height:44px;padding:0 16px;border-radius:8px;background:var(--accent);color:var(--on-accent);font-weight:600}
label{display:block;font-size:.85em;color:var(--quiet);margin-block-end:2px}
@media (max-width:480px){.panel{inset:0;width:auto;max-width:none;height:100dvh;max-height:none;border:0;border-radius:0}}
@media (prefers-reduced-motion:no-preference){.panel{animation:in .15s ease-out}@keyframes in{from{transform:translateY(12px);opacity:0}}}
@media (forced-colors:active){.toggle,.main,.one{border:1px solid}}
`;
