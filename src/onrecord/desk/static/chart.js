// Draws the counts of a table as bars; patterns as well as colours tell the series apart.
"use strict";

addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("chart");
  if (!place || typeof echarts === "undefined") return;
  const data = JSON.parse(place.dataset.chart);
  if (!data.axis.length) return;
  place.classList.add("drawn");
  const style = getComputedStyle(document.body);
  const ink = style.color;
  const rule = style.getPropertyValue("--rule").trim();
  const chart = echarts.init(place, null, { renderer: "canvas" });
  chart.setOption({
    animation: false,
    aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
    color: ["#8a1f1a", "#b9a06a", "#4f6d7a", "#7a8f5c", "#8c6f8f", "#5f5b54", "#c08552", "#3d5a80", "#a3333d", "#6b7f3a", "#a08bb0", "#777777"],
    textStyle: { fontFamily: style.fontFamily, color: ink },
    legend: { type: "scroll", top: 0, textStyle: { color: ink } },
    grid: { left: 48, right: 12, top: 40, bottom: 40 },
    tooltip: { trigger: "axis", renderMode: "richText" },
    xAxis: { type: "category", data: data.axis, axisLabel: { color: ink }, axisLine: { lineStyle: { color: ink } } },
    yAxis: { type: "value", axisLabel: { color: ink }, splitLine: { lineStyle: { color: rule } } },
    series: data.series.map((one) => ({ name: one.name, type: "bar", stack: "all", data: one.data, barMaxWidth: 46 })),
  });
  addEventListener("resize", () => chart.resize());
});
