import { BarChart, HeatmapChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([
  BarChart, LineChart, HeatmapChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent,
  VisualMapComponent, CanvasRenderer,
]);

/** What `wuzha.web.charts.Chart.as_json` writes. */
interface Chart {
  kind: "bar" | "stacked" | "line" | "heatmap";
  horizontal: boolean;
  unit: string;
  categories: string[];
  series: { name: string; tone: string; values: (number | null)[] }[];
}

const style = getComputedStyle(document.documentElement);
const token = (name: string): string => style.getPropertyValue(`--wz-${name}`).trim();

/** The first series stays plain; the others differ by pattern as well as by colour. */
const HATCHES = [
  { symbol: "none" },
  { color: "rgba(255,255,255,0.45)", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
  { color: "rgba(255,255,255,0.5)", symbol: "circle", dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0], symbolSize: 0.6 },
  { color: "rgba(255,255,255,0.45)", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4 },
];

export function draw(root: ParentNode): void {
  for (const holder of root.querySelectorAll<HTMLElement>("[data-chart]")) {
    const data: Chart = JSON.parse(document.getElementById(holder.dataset.chart!)!.textContent!);
    const chart = init(holder, undefined, { renderer: "canvas", locale: "EN" });
    chart.setOption(option(data));
    new ResizeObserver(() => chart.resize()).observe(holder);
  }
}

function option(data: Chart): EChartsCoreOption {
  const text = { color: token("muted"), fontFamily: style.getPropertyValue("--wz-font"), fontSize: 12 };
  const heat = data.kind === "heatmap";
  const names = {
    type: "category", data: data.categories, inverse: data.horizontal,
    axisTick: { show: false }, axisLine: { lineStyle: { color: token("line-strong") } },
    axisLabel: { ...text, hideOverlap: true },
  };
  const values = heat
    ? { type: "category", data: data.series.map((s) => s.name), inverse: true, axisTick: { show: false }, axisLabel: text }
    : { type: "value", minInterval: 1, splitLine: { lineStyle: { color: token("line") } }, axisLabel: text };
  return {
    animationDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 300,
    textStyle: text,
    aria: { enabled: true, decal: { show: data.series.length > 1 && data.kind !== "line" && !heat, decals: HATCHES } },
    // Rich text keeps the tooltip on the canvas: no markup, no inline styles.
    tooltip: {
      trigger: heat ? "item" : "axis", renderMode: "richText", confine: true,
      axisPointer: { type: data.kind === "line" ? "line" : "shadow" },
      valueFormatter: (value: unknown) => (value == null ? "–" : `${Number(value).toLocaleString()} ${data.unit}`),
    },
    legend: { show: data.series.length > 1 && !heat, top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: text },
    grid: { left: 4, right: 16, top: data.series.length > 1 && !heat ? 32 : 12, bottom: heat ? 48 : 4, containLabel: true },
    xAxis: data.horizontal ? values : names,
    yAxis: data.horizontal ? names : values,
    visualMap: heat ? heatScale(data) : undefined,
    series: heat ? [heatSeries(data)] : data.series.map((series) => lines(data, series)),
  };
}

function lines(data: Chart, series: Chart["series"][number]): object {
  const color = token(`tone-${series.tone}`) || token("accent");
  return {
    name: series.name, type: data.kind === "line" ? "line" : "bar", data: series.values,
    stack: data.kind === "stacked" ? "all" : undefined, barMaxWidth: 22, color,
    symbolSize: 6, lineStyle: { width: 2 }, emphasis: { focus: "series" },
  };
}

function heatSeries(data: Chart): object {
  const points = data.series.flatMap((row, y) => row.values.map((value, x) => [x, y, value ?? "-"]));
  return { type: "heatmap", data: points, itemStyle: { borderColor: token("surface"), borderWidth: 2 } };
}

function heatScale(data: Chart): object {
  const highest = Math.max(1, ...data.series.flatMap((row) => row.values.map((value) => value ?? 0)));
  return {
    min: 0, max: highest, calculable: false, orient: "horizontal", left: "center", bottom: 0, itemHeight: 120,
    inRange: { color: [token("accent-soft"), token("accent")] }, textStyle: { color: token("muted") },
  };
}
