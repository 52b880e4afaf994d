/** Style of the labelling page: two columns where there is room, the answers always in reach. */
export const LABEL_STYLE = `
:root{color-scheme:light dark;--paper:#faf9f5;--panel:#fff;--ink:#1c2126;--muted:#5a626a;--rule:#dedad0;--a:#1b5a78;--b:#a33b00}
@media (prefers-color-scheme:dark){:root{--paper:#14171a;--panel:#1a1e22;--ink:#e9e6df;--muted:#a3abb2;--rule:#343a40;--a:#8cc4e0;--b:#f0935a}}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,"Segoe UI","Noto Sans",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere;padding-bottom:96px}
.strip,header,main,.keys{max-width:1280px;margin:0 auto;padding:0 24px}
.strip{padding-top:10px;display:flex;gap:18px;flex-wrap:wrap;color:var(--muted);font-size:13px}.strip b{color:var(--ink)}
header{padding-top:10px;padding-bottom:12px}
h1{font:600 26px/1.2 Charter,Georgia,serif;margin:0 0 4px}
summary{cursor:pointer;color:var(--muted)}details{margin:0 0 8px}
header p{margin:0 0 8px;max-width:80ch;color:var(--muted)}
.bar-row{display:flex;flex-wrap:wrap;gap:8px 18px;align-items:center}
.bar-row label{display:flex;gap:8px;align-items:center}
input{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--muted);border-radius:4px;padding:6px 8px;width:11em}
input[type=file]{width:16em;border:0;padding:0;background:none}.bar-row label.small{padding:0}
progress{accent-color:var(--a);width:160px}
.warn{color:var(--b);margin:6px 0 0}
main{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr) 320px;gap:20px;align-items:start}
article,aside{background:var(--panel);border:1px solid var(--rule);border-radius:6px;padding:14px 16px}
article{border-top:3px solid var(--a)}#b{border-top-color:var(--b)}
h2{font-size:16px;margin:0 0 8px}#a h2{color:var(--a)}#b h2{color:var(--b)}
h3{font-size:13px;margin:14px 0 4px;color:var(--muted)}
dl{display:grid;grid-template-columns:minmax(70px,max-content) minmax(0,1fr);gap:4px 14px;margin:0}
dt{color:var(--muted)}dd{margin:0}
.row{font-size:13px;border-top:1px solid var(--rule);padding-top:6px}.row dt{max-width:12em}
aside p{margin:0 0 8px}
svg{display:block;width:100%;max-width:320px;height:auto;margin:0 auto}
svg path.a,svg path.b{fill-opacity:.14;stroke-width:1.5;fill-rule:evenodd}
svg .a{fill:var(--a);stroke:var(--a)}svg .b{fill:var(--b);stroke:var(--b)}
svg .bar{stroke:var(--ink);stroke-width:2}svg text{font-size:12px;fill:var(--ink)}
.keys{position:fixed;left:0;right:0;bottom:0;max-width:none;background:var(--paper);border-top:1px solid var(--rule);padding:12px 24px calc(12px + env(safe-area-inset-bottom));display:flex;gap:10px;justify-content:center;flex-wrap:wrap}
button{font:inherit;font-weight:600;color:var(--ink);background:var(--panel);border:1px solid var(--muted);border-radius:6px;padding:10px 16px;min-height:44px;cursor:pointer}
button[aria-pressed=true]{background:var(--ink);color:var(--paper)}
button:disabled{opacity:.45;cursor:default}
button:focus-visible,input:focus-visible{outline:3px solid var(--a);outline-offset:2px}
kbd{font:600 12px/1 ui-monospace,monospace;border:1px solid currentColor;border-radius:3px;padding:1px 5px;margin-left:6px;opacity:.75}
.quiet{font-weight:400}.small{min-height:36px;padding:5px 12px;font-weight:400}.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:1023px){main{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}aside{grid-column:1/-1;display:grid;grid-template-columns:minmax(0,1fr) minmax(0,200px);gap:16px}}
@media (max-width:639px){.strip,header,main{padding-left:14px;padding-right:14px}main{grid-template-columns:minmax(0,1fr)}aside{grid-template-columns:minmax(0,1fr)}svg{max-width:240px}h1{font-size:21px}
.keys{padding:8px 10px calc(8px + env(safe-area-inset-bottom));gap:6px}.keys button{flex:1 1 30%;padding:8px 4px}.keys .quiet{flex-basis:46%;min-height:38px;padding:4px}kbd{display:none}body{padding-bottom:132px}}
`;
