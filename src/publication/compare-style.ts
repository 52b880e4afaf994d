/** What the page of two texts adds to the report's style. */
export const COMPARE_STYLE = `
.pair{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 32px}
.pair>div{min-width:0}.pair h4{font-size:13px;color:var(--muted);border-bottom:1px solid var(--rule);padding-bottom:4px;margin-bottom:8px}
.pair.only h4{border:0}
.term{border-top:1px solid var(--rule);padding:18px 0 10px}.term>h3{margin:0 0 2px;font-size:18px}
.tallies{list-style:none;display:flex;flex-wrap:wrap;gap:2px 18px;padding:0;margin:0 0 8px}
.diff td{width:42%}.diff th{width:16%;font-weight:400;color:var(--muted)}
.change{border-top:1px solid var(--rule);padding:12px 0 6px;break-inside:avoid}.change>h3{margin:0 0 2px}.change .to{margin:0 0 6px}
.why{list-style:none;margin:0;padding:0}.why>li{padding:4px 0}.why .asks{font-weight:600;font-size:13.5px;grid-column:1/-1;margin:0}
.side-name{font-weight:650}
.big{font-family:Charter,"Bitstream Charter","Source Serif 4",Georgia,"Noto Serif","DejaVu Serif",serif;font-size:34px;line-height:1.05;display:block}
.glance{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:18px 32px;margin:4px 0 18px;padding:0;list-style:none}
.glance li{border-top:1px solid var(--ink);padding-top:8px}.glance span{display:block}
@media(max-width:760px){.pair{grid-template-columns:minmax(0,1fr);gap:12px}.diff td,.diff th{width:auto}.glance{grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:14px 18px}.big{font-size:28px}}
@media print{.pair{gap:0 16px}.big{font-size:20pt}.glance{grid-template-columns:repeat(4,minmax(0,1fr))}}
`.replaceAll("\n", "");
