/* What every page of the console does by script; pages work without it where they only show or ask one thing. */
"use strict";
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="form-token"]');
  if (token && token.content) {
    event.detail.headers["X-Form-Token"] = token.content;
  }
});
/* A menu closes when something else is chosen, or by Escape. */
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
});

/* Charts and the map read their numbers from the page's own address, and again every ten seconds. */
(() => {
  const VERDICTS = ["accept", "quarantine", "defer", "reject"];
  const place = document.getElementById("rate-chart");
  const map = document.getElementById("map");
  if (!place) {
    return;
  }
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  let chart = null;
  /* Each series is drawn upon those below it. */
  const stacked = (numbers) => {
    let sum = numbers.times.map(() => 0);
    return VERDICTS.map((verdict) => {
      sum = sum.map((value, i) => value + numbers[verdict][i] / numbers.seconds);
      return sum;
    });
  };
  const draw = (numbers) => {
    const layers = stacked(numbers).reverse();
    const data = [numbers.times, ...layers];
    if (chart) {
      chart.setData(data);
      return;
    }
    const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") } };
    chart = new uPlot({
      width: place.clientWidth,
      height: 200,
      cursor: { y: false },
      legend: { show: false },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), numbers.zone),
      fmtDate: () => (date) => String(date.getHours()).padStart(2, "0") + ":" + String(date.getMinutes()).padStart(2, "0"),
      scales: { y: { range: (u, min, max) => [0, Math.max(1, max * 1.1)] } },
      axes: [axis, { ...axis, size: 42 }],
      series: [{}, ...[...VERDICTS].reverse().map((verdict) => ({
        label: place.dataset[verdict], stroke: colour("--series-" + verdict), fill: colour("--series-" + verdict),
        width: 1, points: { show: false }, paths: uPlot.paths.stepped({ align: 1 }),
      }))],
    }, data, place);
    new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: 200 })).observe(place);
  };
  const paint = (numbers) => {
    map.querySelectorAll("path").forEach((path) => path.removeAttribute("class"));
    numbers.countries.forEach((one) => {
      const level = one.sum >= 1000 ? 3 : one.sum >= 30 ? 2 : 1;
      map.querySelectorAll('path[data-country="' + CSS.escape(one.code) + '"]').forEach((path) =>
        path.setAttribute("class", (one.stopped * 2 > one.sum ? "stopped" : "passed") + " level-" + level));
    });
  };
  const read = async () => {
    const answer = await fetch(place.dataset.source, { headers: { "X-Background": "yes" } });
    if (!answer.ok || answer.redirected) {
      return;
    }
    const numbers = await answer.json();
    draw(numbers);
    if (map.firstChild) {
      paint(numbers);
    }
  };
  const begin = async () => {
    const answer = await fetch(map.dataset.map);
    const world = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
    map.append(document.importNode(world, true));
    await read();
  };
  begin();
  /* A failed reading shows in the browser's own log; the next one is due in ten seconds. */
  setInterval(() => { if (!document.hidden) { read(); } }, 10000);
})();

/* The latest decisions, as the server sends them. At most 50 rows, and while it is paused only their number is kept. */
(() => {
  const section = document.getElementById("latest");
  if (!section) {
    return;
  }
  const MOST = 50;
  const rows = document.getElementById("decisions");
  const button = document.getElementById("pause");
  const note = document.getElementById("live-note");
  let paused = false;
  let missed = 0;
  let held = [];
  const cell = (row, ...parts) => {
    const td = document.createElement("td");
    td.append(...parts);
    row.append(td);
    return td;
  };
  const span = (style, text) => {
    const element = document.createElement("span");
    element.className = style;
    element.textContent = text;
    return element;
  };
  const link = (path, text) => {
    const element = document.createElement("a");
    element.href = path;
    element.textContent = text;
    return element;
  };
  const add = (decisions) => {
    [...decisions].reverse().forEach((one) => {
      const row = document.createElement("tr");
      row.className = "fresh";
      cell(row, link("/console/decisions/" + encodeURIComponent(one.reference), one.time)).className = "nowrap";
      cell(row, span("badge " + one.verdict, section.dataset[one.verdict] || one.verdict));
      cell(row, link("/console/account?account=" + encodeURIComponent(one.account), one.account)).className = "account";
      cell(row, one.country || "");
      if (one.rule) {
        const reason = span("muted", one.reason || "");
        reason.lang = "en";
        const rule = link("/console/rules/" + encodeURIComponent(one.rule), one.rule);
        rule.className = "code";
        cell(row, rule, " ", reason);
      } else {
        cell(row);
      }
      rows.prepend(row);
    });
    while (rows.rows.length > MOST) {
      rows.deleteRow(-1);
    }
  };
  const say = (text) => { if (note.textContent !== text) { note.textContent = text; } };
  button.hidden = false;
  button.addEventListener("click", () => {
    paused = !paused;
    button.textContent = paused ? section.dataset.resume : section.dataset.pause;
    button.setAttribute("aria-pressed", String(paused));
    if (!paused) {
      add(held);
      held = [];
      missed = 0;
    }
    say(paused ? section.dataset.waiting.replace("{n}", "0") : "");
  });
  const stream = new EventSource(section.dataset.source + "?after=" + section.dataset.last);
  stream.onmessage = (event) => {
    const decisions = JSON.parse(event.data);
    if (paused) {
      missed += decisions.length;
      held = decisions.concat(held).slice(0, MOST);
      say(section.dataset.waiting.replace("{n}", String(missed)));
    } else {
      add(decisions);
      say("");
    }
  };
  stream.onerror = () => { if (!paused) { say(section.dataset.lost); } };
  stream.onopen = () => { if (!paused) { say(""); } };
  stream.addEventListener("over", () => { stream.close(); location.reload(); });
})();

/* The queue by keyboard: j and k move, x chooses, Enter opens. Not while something is typed. */
(() => {
  const rows = [...document.querySelectorAll(".case-row")];
  let at = -1;
  document.addEventListener("keydown", (event) => {
    if (!rows.length || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input:not([type=checkbox]), select, textarea")) {
      return;
    }
    if (event.key === "j" || event.key === "k") {
      at = Math.min(rows.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)));
      rows.forEach((row, i) => row.classList.toggle("here", i === at));
      rows[at].querySelector("a").focus();
    } else if (event.key === "x" && at >= 0) {
      const box = rows[at].querySelector("input[type=checkbox]");
      if (box) {
        box.checked = !box.checked;
      }
    }
  });
})();
