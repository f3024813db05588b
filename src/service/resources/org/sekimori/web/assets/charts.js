/* Draws tables marked with data-chart; without script the tables themselves are read. The first column is the label of a row. */
"use strict";
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const read = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows];
    const number = (cell) => {
      const text = cell.dataset.value ?? cell.textContent.trim().replaceAll(",", "");
      return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
    };
    return {
      labels: rows.map((row) => row.cells[0].dataset.short ?? row.cells[0].textContent.trim()),
      columns: heads
        .map((head, index) => ({ head, index }))
        .filter(({ head }) => head.dataset.series)
        .map(({ head, index }) => ({
          name: head.textContent.trim(), colour: head.dataset.series, shape: head.dataset.shape ?? "bars",
          values: rows.map((row) => number(row.cells[index])),
        })),
    };
  };
  const draw = (table) => {
    const box = document.createElement("div");
    box.className = "chart";
    box.setAttribute("aria-hidden", "true");
    const holder = table.closest("details.as-table") ?? table;
    const { labels, columns } = read(table);
    if (labels.length === 0) {
      return;
    }
    const stacked = table.dataset.chart === "stacked";
    const sums = labels.map(() => 0);
    const shown = columns.map((column) => ({
      ...column,
      drawn: stacked ? column.values.map((value, row) => (sums[row] += value ?? 0)) : column.values,
    }));
    if (stacked) {
      shown.reverse();
    }
    holder.before(box);
    const make = () => {
      box.replaceChildren();
      const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
      new uPlot({
        width: box.clientWidth, height: 210, cursor: { y: false }, legend: { show: false }, padding: [10, 8, 0, 0],
        scales: { x: { time: false, range: [-0.6, labels.length - 0.4] }, y: { range: (u, low, high) => [0, Math.max(1, (high ?? 0) * 1.08)] } },
        axes: [
          { ...axis, grid: { show: false }, size: 30, values: (u, splits) => splits.map((at) => (Number.isInteger(at) ? labels[at] ?? "" : "")), space: 60 },
          { ...axis, size: 46 },
        ],
        series: [{}, ...shown.map((column) => ({
          label: column.name, stroke: colour(column.colour), width: column.shape === "line" ? 2 : 0, points: { show: column.shape === "points", size: 7, fill: colour(column.colour) },
          fill: column.shape === "bars" ? colour(column.colour) : undefined,
          paths: column.shape === "bars" ? uPlot.paths.bars({ size: [0.75, 36] }) : column.shape === "line" ? uPlot.paths.linear() : () => null,
        }))],
      }, [labels.map((label, row) => row), ...shown.map((column) => column.drawn)], box);
    };
    make();
    if (holder.tagName === "DETAILS") {
      holder.open = false;
    }
    let width = box.clientWidth;
    new ResizeObserver(() => {
      if (Math.abs(box.clientWidth - width) > 4) {
        width = box.clientWidth;
        make();
      }
    }).observe(box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", make);
  };
  document.querySelectorAll("table[data-chart]").forEach(draw);
})();
