"""The report's style: one sheet, named by its hash in the page's policy. Light and dark, telephone, screen and paper."""

STYLE = """
:root{color-scheme:light dark;--paper:#fbfaf6;--card:#fff;--ink:#1f1c18;--soft:#5c564d;--line:#d9d3c7;--red:#a3201b;
--red1:#f9e4df;--red2:#f1c4bb;--red3:#e59d91;--amber:#7a5200;--amber1:#fbf0d9;--green:#1f6136;--code:#f3f0e9}
@media (prefers-color-scheme:dark){:root{--paper:#171512;--card:#201d19;--ink:#ece7dd;--soft:#b3aa9b;--line:#403a32;--red:#ff9d8f;
--red1:#3a211d;--red2:#5a2a24;--red3:#7c342b;--amber:#f0c674;--amber1:#352b16;--green:#8fd3a5;--code:#2a2620}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 Georgia,"Noto Serif",serif;overflow-wrap:anywhere}
main{max-width:46rem;margin:0 auto;padding:2.5rem 1.1rem 4rem}
.kicker,.meta,.called,dt,th,caption,summary,.zl,.zn,figcaption,.tag{font-family:system-ui,"Noto Sans",sans-serif}
.kicker{margin:0 0 .6rem;color:var(--soft);font-size:.875rem}
h1{margin:0 0 1rem;font-size:clamp(1.6rem,1.2rem + 2vw,2.4rem);line-height:1.18;font-weight:600;text-wrap:balance}
h2{margin:3rem 0 .8rem;padding-top:.8rem;border-top:2px solid var(--ink);font-size:1.35rem;line-height:1.25;font-weight:600}
h3{margin:0 0 .4rem;font-size:1.15rem;line-height:1.3;font-weight:600}
h4{margin:1.2rem 0 .3rem;font-size:1rem;font-weight:600}
p{margin:0 0 .8rem}
.lead{font-size:1.2rem;line-height:1.5}
.facts{display:grid;grid-template-columns:repeat(3,1fr);gap:1px;margin:1.8rem 0;padding:1px;background:var(--line)}
.facts div{padding:.7rem .9rem;background:var(--card)}
dt{color:var(--soft);font-size:.8125rem;line-height:1.3}
dd{margin:.15rem 0 0;font-size:1.3rem;line-height:1.25}
ol.todo,ul.plain{margin:0 0 1rem;padding-left:1.3rem}
ol.todo li,ul.plain li{margin:.35rem 0}
figure{margin:0 0 2rem;padding:1rem;background:var(--card);border:1px solid var(--line)}
figcaption{margin-top:.7rem;color:var(--soft);font-size:.875rem;line-height:1.45}
svg{display:block;overflow:visible}
.zone{fill:none;stroke:var(--line);stroke-width:1}
.z1{fill:var(--red1)}.z2{fill:var(--red2)}.z3{fill:var(--red3)}
.z1,.z2,.z3{stroke:var(--red)}
.apart{stroke-dasharray:5 4}
.zl{fill:var(--ink);font-size:13px}
.zn{fill:var(--ink);font-size:15px;font-weight:700}
.end{text-anchor:end}
.there{fill:var(--red)}
.maybe{fill:var(--red2)}
.axis{stroke:var(--soft)}.tick{stroke:var(--soft);stroke-width:1}
.campaign{margin:0 0 2rem;padding:1.1rem 1.1rem .6rem;background:var(--card);border:1px solid var(--line);border-left:5px solid var(--red)}
.campaign.open{border-left-color:var(--amber)}
.tag{display:inline-block;margin:0 0 .5rem;padding:.1rem .5rem;background:var(--red1);color:var(--red);font-size:.8125rem;font-weight:600}
.open .tag{background:var(--amber1);color:var(--amber)}
.hosts{margin:0 0 .8rem;padding:0;list-style:none;columns:16rem;font:.9rem/1.5 ui-monospace,"Noto Sans Mono",monospace}
.evidence{margin:1rem 0;padding-top:.7rem;border-top:1px solid var(--line)}
.called{margin:.4rem 0 0;color:var(--soft);font-size:.8125rem}.called+pre{margin-top:.2rem}
.meta{margin:0 0 .3rem;color:var(--soft);font-size:.875rem;line-height:1.45}
pre{margin:.4rem 0 .8rem;padding:.7rem .8rem;background:var(--code);font:.85rem/1.5 ui-monospace,"Noto Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
summary{padding:.5rem 0;font-size:.9375rem;cursor:pointer}
summary:focus-visible{outline:3px solid var(--red);outline-offset:2px}
table{width:100%;margin:0 0 1.2rem;border-collapse:collapse;font-size:.95rem}
caption{padding:0 0 .5rem;text-align:left;color:var(--soft);font-size:.875rem}
th,td{padding:.4rem .5rem .4rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{font-size:.875rem;font-weight:600}thead th{overflow-wrap:normal}
td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;padding-right:0;padding-left:.5rem}
.proof{table-layout:fixed}.hash{font:.8rem/1.5 ui-monospace,"Noto Sans Mono",monospace}
tr.sum td,tr.sum th{border-bottom:0;border-top:2px solid var(--ink);font-weight:600}
.good{color:var(--green)}.bad{color:var(--red)}
@media (max-width:30rem){main{padding:1.4rem .9rem 3rem}.facts{grid-template-columns:1fr 1fr}.facts div{padding:.6rem .7rem}dd{font-size:1.1rem}
figure{padding:.8rem .7rem}table.counts{font-size:.8125rem}table.counts th{font-size:.75rem}table.counts .n{font-size:.75rem;padding-left:.35rem}}
@media print{:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--soft:#333;--line:#999;--red:#8a1510;--red1:#f9e4df;--red2:#f1c4bb;
--red3:#e59d91;--amber:#5c3d00;--amber1:#fff;--green:#14462a;--code:#f4f4f4}
body{font-size:10.5pt}main{max-width:none;padding:0}h2{break-after:avoid}.evidence,figure,tr{break-inside:avoid}
.zone,.there,.maybe,.tag,pre{print-color-adjust:exact;-webkit-print-color-adjust:exact}
details::details-content{content-visibility:visible;block-size:auto}}
"""
