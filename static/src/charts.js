// Draws every [data-chart="id of a json_script"] on the page.
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, DatasetComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, PieChart, AriaComponent, DatasetComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

// Okabe and Ito's palette, told apart also without red and green; the darker ones first.
const palette = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#7f7f7f"];

function defaults(element) {
  const style = getComputedStyle(element);
  const ink = style.color;
  const fontSize = Math.max(12, parseFloat(style.fontSize) * 0.8); // the wall's letters are larger
  const line = "rgba(128, 140, 155, 0.35)"; // readable on light and dark
  const axis = {
    axisLabel: { color: ink, fontSize, hideOverlap: true },
    axisLine: { lineStyle: { color: line } },
    splitLine: { lineStyle: { color: line } },
    nameTextStyle: { color: ink },
  };
  return {
    color: palette,
    textStyle: { fontFamily: style.fontFamily, fontSize, color: ink },
    legend: { top: 0, bottom: "auto", textStyle: { color: ink, fontSize } },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    timeAxis: axis,
    tooltip: { renderMode: "richText" }, // an HTML tooltip would need inline CSS
    aria: { enabled: true, decal: { show: false } },
  };
}

export function draw(element) {
  const option = JSON.parse(document.getElementById(element.dataset.chart).textContent);
  let chart;
  const render = () => {
    chart?.dispose();
    chart = init(element, defaults(element));
    chart.setOption({ animation: false, tooltip: { trigger: "axis" }, grid: { left: 8, right: 16, bottom: 8, top: 36, containLabel: true }, ...option });
    chart.on("click", ({ data }) => data?.url && window.location.assign(data.url));
  };
  render();
  new ResizeObserver(() => chart.resize()).observe(element);
  document.addEventListener("theme", render);
  window.addEventListener("beforeprint", () => chart.resize());
}
