const LIGHT =
  "--paper:#faf9f5;--panel:#fff;--ink:#1c2126;--muted:#5a626a;--rule:#dedad0;--soft:#f1eee6;--accent:#1b5a78;--contrary:#a33b00;--indeterminate:#765800;--exempt:#28599c;--not-contrary:#46545f;--not-applicable:#616870;--water:#dde6e9;--land:#f6f3eb;--shore:#b9c3c6;--zone:#4d3f7a;--line:#1c2126";
const DARK =
  "--paper:#14171a;--panel:#1a1e22;--ink:#e9e6df;--muted:#a3abb2;--rule:#343a40;--soft:#20252a;--accent:#8cc4e0;--contrary:#f0935a;--indeterminate:#dcb951;--exempt:#8db6f0;--not-contrary:#adbac5;--not-applicable:#8f979e;--water:#161f25;--land:#262b2e;--shore:#46535a;--zone:#b9a9ec;--line:#e9e6df";

const SERIF = `Charter,"Bitstream Charter","Source Serif 4","Iowan Old Style",Georgia,"Noto Serif","DejaVu Serif",serif`;
const SANS = `system-ui,-apple-system,"Segoe UI","Noto Sans","Helvetica Neue",Arial,sans-serif`;

const PAGE = `
*{box-sizing:border-box}
html{color-scheme:light dark;scroll-padding-top:12px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 ${SANS};font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.strip,header,main,footer{max-width:1280px;margin:0 auto;padding-left:32px;padding-right:32px}
h1,h2,h3.t,.lead{font-family:${SERIF}}
h1{font-size:40px;line-height:1.15;margin:0 0 8px;font-weight:600;letter-spacing:-.01em;text-wrap:balance;max-width:36ch}
h2{font-size:25px;line-height:1.2;margin:0 0 6px;font-weight:600}
h3{font-size:15px;margin:18px 0 6px;font-weight:650}
h4{font-size:12.5px;font-weight:650;margin:0 0 4px}h4 span{font-weight:400;color:var(--muted)}
p{margin:0 0 8px;max-width:78ch}ul,ol{margin:0 0 8px;padding-left:20px}
a{color:var(--accent);text-underline-offset:2px;text-decoration-thickness:1px}
a:focus-visible,button:focus-visible,input:focus-visible,input:focus-within,select:focus-visible,summary:focus-visible,canvas:focus-visible,svg:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.quiet,.ref{color:var(--muted)}.ref{font-size:13px;font-weight:400}
.warn{color:var(--contrary)}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--panel);padding:8px 12px;z-index:9}
.defs{position:absolute}.hatch{stroke:var(--contrary);stroke-width:2}
.strip{display:flex;flex-wrap:wrap;gap:4px 18px;padding-top:12px;padding-bottom:12px;font-size:12.5px;color:var(--muted)}
.strip .vintage{margin-left:auto}
.tlp{font-weight:700;color:var(--ink);letter-spacing:.02em}
.demo{font-weight:650;color:var(--ink)}
header{padding-top:34px;padding-bottom:26px}
.kind{color:var(--muted);margin:0 0 6px;font-size:13.5px}
.status{color:var(--muted);margin:0}
section{padding:30px 0 8px;border-top:1px solid var(--rule);margin-top:22px}
section.answer{border-top:2px solid var(--ink);margin-top:0;padding-top:20px}
.line{display:grid;grid-template-columns:190px minmax(0,1fr);gap:4px 28px;padding:16px 0;border-top:1px solid var(--rule)}
.answer h2{margin-bottom:14px}
.line>h3{margin:2px 0 0;font-size:14.5px;line-height:1.4}
.line>div>p:last-child{margin-bottom:0}
.lead{font-size:21px;line-height:1.4;margin-bottom:12px}.lead .quiet{font-size:15px;font-family:${SANS}}
.totals{width:auto;margin:0 0 10px}.totals th,.totals td{padding:3px 40px 3px 0;border:0}.totals thead th{padding-bottom:4px;border-bottom:1px solid var(--rule);color:var(--ink)}.totals thead span{display:block;font-weight:400;color:var(--muted)}.totals tbody th{white-space:nowrap;font-weight:400;color:var(--muted)}.totals td{font-weight:650}
.facts{list-style:none;padding:0;margin:0;max-width:86ch}
.facts li{display:grid;grid-template-columns:52px minmax(0,1fr);gap:12px;padding:5px 0}
.facts li>:first-child{text-align:right;font-weight:650}
.facts .ref{display:block}.figures li{grid-template-columns:minmax(0,190px) minmax(0,1fr)}.figures li>:first-child{text-align:left}
.rests summary{display:inline-block;list-style:none;text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:2px}.rests summary::-webkit-details-marker{display:none}.rests .ref{font-weight:400}.demo-note{border-top:1px solid var(--rule);padding-top:14px;font-weight:650}
table{border-collapse:collapse;width:100%;font-size:14px;margin:6px 0 14px}
th{text-align:left;font-weight:600;vertical-align:bottom}
td,tbody th{vertical-align:top}
thead th{overflow-wrap:normal;font-size:12.5px;color:var(--muted);padding:0 14px 6px 0;border-bottom:1px solid var(--rule);line-height:1.3}
td,tbody th{padding:9px 14px 9px 0;border-bottom:1px solid var(--rule)}
tr.sub td{border-bottom:1px solid var(--rule);padding-top:0;color:var(--muted);font-size:13px}
.clauses{margin:0}.clauses .clause{display:block;font-weight:600}.clauses .ref{display:block}
.clauses tbody th{max-width:250px;min-width:130px}
.clauses td{min-width:62px}.reading{max-width:150px;min-width:104px;font-size:13px}
.bounds{white-space:nowrap}.interval b{font-family:${SERIF};font-size:20px;line-height:1;margin-right:12px}.interval .word{color:var(--muted);font-size:12.5px;margin-right:2px}
.bar{display:block;margin-top:5px}.bar .may{fill:none}.bar .sure{fill:var(--contrary)}.bar .axis{stroke:var(--rule)}
.n{font-weight:600}.zero{color:var(--muted);font-weight:400}
.sign{display:inline-flex;align-items:center;justify-content:center;width:17px;height:17px;margin-right:5px;font:700 11px/1 ${SANS};border:1.5px solid currentColor;vertical-align:-3px}
.sign.contrary{background:var(--contrary);color:var(--paper);border-color:var(--contrary)}
.sign.indeterminate{color:var(--indeterminate);border-style:dashed;transform:none}
.sign.exempt{color:var(--exempt);border-radius:50%}
.sign.not-contrary{color:var(--not-contrary);border-radius:4px}
.sign.not-applicable{color:var(--not-applicable);border-color:transparent}
.part th{padding-left:18px}.annex{border:0;margin:0;padding:14px 0 4px}.annex table{font-size:12.5px}.annex thead th{font-size:11.5px}.annex td,.annex th{padding-right:10px}.annex td{min-width:94px}.annex td:first-child{min-width:0}
.hash{font:12px ui-monospace,SFMono-Regular,Menlo,monospace;color:var(--muted)}
.state{font-weight:600}.state:not(.s0){border-bottom:2px dashed var(--indeterminate)}
blockquote{margin:4px 0;padding:2px 0 2px 16px;border-left:2px solid var(--rule);font-family:${SERIF};font-size:16px;max-width:70ch}
.readings div{display:flex;gap:8px;flex-wrap:wrap}.readings dt{font-weight:600}.readings dd{margin:0;color:var(--muted)}
.method{max-width:76ch}.method li{margin-bottom:6px}
footer{border-top:1px solid var(--rule);margin-top:26px;padding-top:16px;padding-bottom:40px;color:var(--muted);font-size:13px}
`;

const EXPLORE = `
button,input,select{font:inherit;color:var(--ink);background:var(--panel);border:1px solid var(--rule);border-radius:5px;padding:6px 9px;min-height:36px;max-width:100%}
button{cursor:pointer}button:hover{border-color:var(--muted)}button:disabled{color:var(--muted);cursor:default}
.filter{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:10px 14px;align-items:end;margin:12px 0 4px}
.filter label{display:grid;gap:3px;font-size:12.5px;color:var(--muted)}
.filter select,.filter input{width:100%;min-width:0}
.shown{display:flex;flex-wrap:wrap;gap:6px 14px;align-items:center;min-height:44px;margin:4px 0 8px}
.shown p{margin:0}.shown b{font-family:${SERIF};font-size:19px}
.chip{padding:2px 9px;min-height:30px;border-radius:15px;font-size:13px}
.side{display:grid;grid-template-columns:minmax(0,1.02fr) minmax(0,1fr);gap:28px;align-items:start}
#map{position:sticky;top:12px}
.mapbox{position:relative;height:min(620px,calc(100vh - 150px));min-height:320px;border:1px solid var(--rule);border-radius:6px;overflow:hidden;background:var(--water)}
.mapbox canvas{display:block;width:100%;height:100%;touch-action:pan-y;cursor:grab}
.mapbox canvas:focus-visible{outline-offset:-3px}
.zoom{position:absolute;right:10px;top:10px;display:grid;gap:4px}.zoom button{width:38px;height:38px;padding:0;font-size:18px;line-height:1}
.scale{position:absolute;left:10px;bottom:8px;font-size:11.5px;color:var(--muted);pointer-events:none}.scale i{display:block;border:1px solid var(--muted);border-top:0;height:5px;margin-bottom:2px}
.attribution{position:absolute;right:10px;bottom:8px;font-size:11px;color:var(--muted);pointer-events:none}
.legend{display:flex;flex-wrap:wrap;gap:3px 16px;font-size:12.5px;color:var(--muted);margin:8px 0}
.legend span{white-space:nowrap}
.note{font-size:12.5px;color:var(--muted);margin:4px 0}
details.twin{font-size:13px;margin:6px 0}details.twin>div{max-height:320px;overflow:auto}
summary{cursor:pointer;color:var(--accent)}
#timeline svg{display:block;width:100%;height:auto;touch-action:pan-y;cursor:crosshair;overflow:visible}
#timeline text{font:11.5px ${SANS};fill:var(--muted)}
#timeline .tick{stroke:var(--rule)}#timeline .base{stroke:var(--muted)}#timeline .brush{fill:var(--accent);fill-opacity:.14;stroke:var(--accent)}
#timeline .ground{fill:var(--paper)}#timeline .window{stroke:var(--ink);stroke-width:1.5}
.r0{fill:var(--contrary)}.r1{fill:var(--indeterminate);fill-opacity:.35;stroke:var(--indeterminate);stroke-dasharray:2 2}.r2{fill:var(--exempt);fill-opacity:.3;stroke:var(--exempt);stroke-dasharray:1 3}.r3{fill:none;stroke:var(--not-contrary)}.r4,.r5{fill:var(--not-applicable);fill-opacity:.28}
.order{display:flex;gap:8px;align-items:center;font-size:12.5px;color:var(--muted);margin-bottom:8px}.order select{min-height:30px;padding:3px 6px}
.rows{list-style:none;margin:0;padding:0;border-top:1px solid var(--rule)}
.rows>li{border-bottom:1px solid var(--rule)}
.open{display:grid;grid-template-columns:26px minmax(0,1fr);gap:2px 10px;width:100%;text-align:left;border:0;border-radius:0;background:none;padding:10px 4px;line-height:1.4}
.open:hover{background:var(--soft)}.open[aria-expanded=true]{background:var(--soft)}
.open .sign{grid-row:span 2;margin:2px 0 0;width:22px;height:22px;font-size:13px}
.open .what{font-weight:600}.open .meta{grid-column:2;color:var(--muted);font-size:13px}
.claimtag{border:1px dashed var(--muted);padding:0 5px;font-size:12px;font-weight:400;border-radius:3px;white-space:nowrap}
.incident{padding:4px 4px 18px 40px;font-size:14px}
.incident h3{margin:14px 0 4px;font-size:13.5px}
.incident dl{display:grid;grid-template-columns:110px minmax(0,1fr);gap:2px 12px;margin:0 0 6px}.incident dt{color:var(--muted)}.incident dd{margin:0}
.obs{border-left:2px solid var(--rule);padding:2px 0 2px 12px;margin:0 0 10px}.obs.claim{border-left-style:dashed;border-left-color:var(--muted)}
.obs p{margin:0}.obs .head{font-weight:600}
.verdict{margin:0 0 10px}.verdict p{margin:0}.trace{margin:2px 0 2px;padding:0;list-style:none}.trace li{display:grid;grid-template-columns:82px minmax(0,1fr);gap:8px;font-size:13.5px}.trace .is{color:var(--muted)}
.pager{display:flex;gap:10px;align-items:center;justify-content:space-between;margin:10px 0}
`;

const NARROW = `
@media(max-width:900px){.side{grid-template-columns:minmax(0,1fr)}#map{position:static}.mapbox{height:420px}}
@media(max-width:760px){
.strip,header,main,footer{padding-left:18px;padding-right:18px}
.strip .vintage{margin-left:0}h1{font-size:30px}h2{font-size:22px}.lead{font-size:19px}
header{padding-top:18px;padding-bottom:18px}
.line{grid-template-columns:minmax(0,1fr);gap:8px}.line>h3{font-size:15px}
.totals th,.totals td{padding-right:12px}.totals tbody th{white-space:normal}
.facts li{grid-template-columns:38px minmax(0,1fr)}
.filter{grid-template-columns:repeat(2,minmax(0,1fr))}.filter .wide{grid-column:1/-1}
table.stack,table.stack tbody,table.stack tr,table.stack td,table.stack tbody th{display:block;width:100%;max-width:none}
table.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.stack td{border:0;padding:2px 0;display:grid;grid-template-columns:minmax(96px,38%) minmax(0,1fr);gap:8px;white-space:normal;min-width:0}
table.stack td[colspan]{display:block}
table.stack td::before{content:attr(data-label);color:var(--muted);font-size:12.5px}
table.stack td[colspan]::before{content:none}
table.stack tr{border-bottom:1px solid var(--rule);padding:8px 0}
table.stack tbody th{border:0;padding:4px 0}
.clauses td.bounds{display:block;padding:4px 0}.clauses td.bounds::before{content:none}
.incident{padding-left:4px}.incident dl{grid-template-columns:92px minmax(0,1fr)}
}
`;

/** Text inside a CSS string: nothing that can end it, and nothing that can end the style element. */
const cssText = (text: string): string =>
  `"${[...text.toWellFormed()].map((c) => (/[A-Za-z0-9 .,;:·+()–-]/.test(c) ? c : `\\${(c.codePointAt(0) as number).toString(16)} `)).join("")}"`;

/**
 * The page's style sheet. Colours come in a light and a dark set; paper is always light.
 * @param foot marking, viewer and vintage, printed on every sheet
 */
export const reportStyle = (foot: string): string =>
  `:root{${LIGHT}}@media(prefers-color-scheme:dark){:root{${DARK}}}${PAGE}${EXPLORE}${NARROW}
@page{margin:18mm 14mm 20mm;@bottom-left{content:${cssText(foot)};font:8pt ${SANS};color:#444}@bottom-right{content:counter(page) " / " counter(pages);font:8pt ${SANS};color:#444}}
@media print{:root{${LIGHT};--paper:#fff;color-scheme:light}html{color-scheme:light}body{font-size:10pt}.line{grid-template-columns:minmax(0,1fr);gap:4px}.annex table{font-size:7.5pt}.annex td{min-width:0}.clauses td{min-width:0}.clauses .reading{min-width:84px}.bar{width:104px}.interval b{font-size:12pt;margin-right:4px}.clauses td,.clauses th{padding-right:8px}table{font-size:9pt}.skip,.filter,.order,.pager button,.zoom,details.twin,noscript{display:none!important}.side{display:block}#map{position:static}.mapbox{height:110mm}section{break-inside:auto}.term,tr,.rows>li{break-inside:avoid}h2,h3,h4,thead{break-after:avoid}a{color:inherit}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`.replaceAll("\n", "");
