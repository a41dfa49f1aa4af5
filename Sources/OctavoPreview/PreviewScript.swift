/// The server's script: it exchanges what has changed of the page, and shows beside it what is wrong with
/// the notebook and how far the run is.
enum PreviewScript {
  static let text = exchange + panel

  /// Exchanging the page. What has not changed stays as it is, with what the reader has unfolded or
  /// marked, and the text that is read stays where it is on the screen.
  private static let exchange = """
    "use strict";
    const script = document.currentScript;
    const server = script.dataset.server;
    let version = Number(script.dataset.version);
    let state = null;
    let isExchanging = false;

    // The source of a node as it was served: folding and marks change what is there.
    const written = new WeakMap();
    const sourceOf = node => written.get(node) ?? node.outerHTML ?? node.data;
    const isContainer = node =>
      node instanceof Element
      && (node.matches("body, main") || (node.matches("div.column") && node.parentElement === document.body));
    const isOwn = node => node instanceof Element && node.localName.startsWith("octavo-");

    function remember(parent) {
      for (const child of parent.childNodes) {
        if (isContainer(child)) remember(child);
        else if (!isOwn(child)) written.set(child, child.outerHTML ?? child.data);
      }
    }

    function isSame(left, right) {
      if (isContainer(left)) return false;
      return left.nodeType === right.nodeType && sourceOf(left) === (right.outerHTML ?? right.data);
    }

    function merge(parent, fresh) {
      const own = [...parent.childNodes].filter(node => !isOwn(node));
      const next = [...fresh.childNodes];
      const least = Math.min(own.length, next.length);
      let head = 0;
      while (head < least && isSame(own[head], next[head])) head++;
      let tail = 0;
      while (tail < least - head && isSame(own.at(-1 - tail), next.at(-1 - tail))) tail++;
      const before = own.slice(head, own.length - tail);
      const after = next.slice(head, next.length - tail);
      const place = own[own.length - tail] ?? null;
      if (before.length === after.length
        && before.some(isContainer)
        && before.every((node, index) => node.nodeName === after[index].nodeName)) {
        before.forEach((node, index) => {
          if (isContainer(node)) {
            node.className = after[index].className;
            merge(node, after[index]);
          } else if (!isSame(node, after[index])) {
            node.replaceWith(take(after[index]));
          }
        });
        return;
      }
      for (const node of before) node.remove();
      for (const node of after) parent.insertBefore(take(node), place);
    }

    function take(node) {
      const taken = document.adoptNode(node);
      if (isContainer(taken)) remember(taken);
      else written.set(taken, taken.outerHTML ?? taken.data);
      return taken;
    }

    function replace(page) {
      const styles = [document, page].map(of => [...of.head.querySelectorAll("style:not([data-octavo])")]);
      if (styles[0].length !== styles[1].length || version === 0) return location.reload();
      styles[0].forEach((style, index) => {
        if (style.textContent !== styles[1][index].textContent) {
          style.textContent = styles[1][index].textContent;
        }
      });
      document.title = page.title;
      document.documentElement.lang = page.documentElement.lang;
      document.body.className = page.body.className;
      const [x, y] = [scrollX, scrollY];
      const read = [...(document.querySelector("main")?.children ?? [])]
        .filter(node => !isOwn(node) && node.getBoundingClientRect().bottom > 0);
      const tops = read.map(node => node.getBoundingClientRect().top);
      merge(document.body, page.body);
      const kept = read.findIndex(node => node.isConnected);
      if (y === 0 || kept < 0) scrollTo({left: x, top: y, behavior: "instant"});
      else {
        const by = read[kept].getBoundingClientRect().top - tops[kept];
        scrollBy({left: 0, top: by, behavior: "instant"});
      }
    }

    async function exchange() {
      if (isExchanging) return;
      isExchanging = true;
      try {
        while (version < state.version) {
          const text = await (await fetch("/", {cache: "no-store"})).text();
          const page = new DOMParser().parseFromString(text, "text/html");
          const fresh = page.querySelector("script[data-version]");
          if (!fresh || fresh.dataset.server !== server) return location.reload();
          fresh.remove();
          replace(page);
          version = Number(fresh.dataset.version);
        }
      } finally {
        isExchanging = false;
      }
      show();
    }

    remember(document.body);
    const events = new EventSource("/octavo/events");
    events.addEventListener("state", event => {
      state = JSON.parse(event.data);
      if (state.server !== server) return location.reload();
      if (version < state.version) exchange().catch(() => {});
      else show();
    });
    events.addEventListener("error", () => panel.away(true));
    events.addEventListener("open", () => panel.away(false));

    """

  /// What is shown beside the page. It stands in trees of its own, so that the page's styles and these
  /// do not meet.
  private static let panel = """
    const rules = `
      :host { all: initial; color-scheme: light dark; }
      * { box-sizing: border-box; }
      section, aside, article { font: 14px/1.45 system-ui, sans-serif; color: light-dark(#222, #e6e6e6);
        background: light-dark(#fff, #23262b); border: 1px solid light-dark(#ccc, #4a4f57);
        border-radius: 8px; box-shadow: 0 2px 14px #0003; }
      section { position: fixed; z-index: 2147483000; top: 8px; left: 50%; transform: translateX(-50%);
        width: min(52rem, calc(100vw - 16px)); max-height: 55vh; overflow: auto; padding: 4px 14px; }
      section.minor { top: auto; bottom: 10px; left: 10px; transform: none; width: auto;
        max-width: min(44rem, calc(100vw - 20px)); }
      aside { position: fixed; z-index: 2147483000; right: 10px; bottom: 10px;
        width: min(21rem, calc(100vw - 20px)); padding: 6px 12px; }
      article { margin: 12px 0; padding: 6px 12px; box-shadow: none; }
      @media print { section, aside, article { display: none } }
      p { margin: 4px 0; overflow-wrap: anywhere; }
      pre { margin: 4px 0; padding: 4px 8px; overflow-x: auto; font: 13px/1.4 ui-monospace, monospace;
        background: light-dark(#f4f4f2, #191b1f); border-radius: 4px; }
      code { font: 13px ui-monospace, monospace; }
      mark { background: light-dark(#ffd9d3, #6d2a22); color: inherit; border-radius: 2px; }
      .error b { color: light-dark(#b3261e, #ff8a80); }
      .warning b { color: light-dark(#8a5a00, #f2bd5b); }
      .problem + .problem { border-top: 1px solid light-dark(#e4e4e4, #3a3f46); }
      .small { font-size: 12px; opacity: .8; }
      progress { width: 100%; height: 6px; accent-color: light-dark(#2b6cb0, #7fb2f0); }
      svg { display: block; width: 100%; height: 64px; overflow: visible; }
      polyline { fill: none; stroke: light-dark(#2b6cb0, #7fb2f0); stroke-width: 1.5;
        vector-effect: non-scaling-stroke; }
      details > summary { cursor: pointer; }
      a { color: inherit; }
    `;

    function element(name, attributes = {}, ...children) {
      const node = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      node.append(...children.filter(child => child !== null && child !== undefined));
      return node;
    }

    function host(name) {
      const node = document.createElement(name);
      const root = node.attachShadow({mode: "open"});
      root.append(element("style", {}, rules), element("div"));
      node.content = root.lastChild;
      return node;
    }

    // A text with code between backticks.
    const marked = text => {
      const parts = text.split("`");
      return parts.length % 2 === 0 ? [text]
        : parts.map((part, index) => index % 2 ? element("code", {}, part) : part);
    };

    const identifier = step => "step:" + step;

    // What the page says of a problem's place leads there.
    function placeLink(problem, place) {
      if (!placeOfProblem(problem)) return place;
      const link = element("a", {href: "#"}, place);
      link.addEventListener("click", event => {
        event.preventDefault();
        const target = placeOfProblem(problem);
        target?.scrollIntoView({block: "center"});
      });
      return link;
    }

    function problemView(problem) {
      const place = [problem.file, problem.line, problem.column].filter(part => part).join(":");
      const link = placeLink(problem, place);
      const excerpt = problem.excerpt?.join("") ? element("pre", {}, problem.excerpt[0],
        element("mark", {}, problem.excerpt[1]), problem.excerpt[2]) : null;
      return element("div", {class: "problem " + problem.severity},
        element("p", {}, element("b", {}, problem.severity + ": "), ...marked(problem.message), " ",
          place ? element("span", {class: "small"}, "(", link, ")") : null),
        excerpt,
        ...problem.notes.map(note => element("p", {class: "small"}, "Note: ", ...marked(note))),
        problem.help ? element("p", {}, "Help: ", ...marked(problem.help)) : null);
    }

    function curveView(curve) {
      const low = Math.min(...curve.y), high = Math.max(...curve.y);
      const first = curve.x[0], last = curve.x.at(-1);
      const points = curve.x.map((x, index) => [
        100 * (x - first) / ((last - first) || 1),
        60 - 56 * (curve.y[index] - low) / ((high - low) || 1)]);
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("viewBox", "0 0 100 64");
      svg.setAttribute("preserveAspectRatio", "none");
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", `${curve.name} by iteration, now ${curve.y.at(-1).toPrecision(4)}`);
      const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
      line.setAttribute("points", points.map(point => point.join(",")).join(" "));
      svg.append(line);
      return svg;
    }

    function taskView(task, hasCurve) {
      const bar = task.total > 0
        ? element("progress", {max: task.total, value: task.completed}) : element("progress");
      return element("div", {class: "task"},
        element("p", {}, element("b", {}, task.name), " ",
          element("span", {class: "small"}, task.details)),
        bar, hasCurve && task.curve ? curveView(task.curve) : null);
    }

    const panel = {
      top: host("octavo-problems"), bottom: host("octavo-progress"), isAway: false, seen: "", open: null,

      attach() {
        for (const node of [this.top, this.bottom]) {
          if (!node.isConnected) document.documentElement.append(node);
        }
      },

      // Another version of the page may have other places to lead to.
      problems(list, isDraft, version) {
        const text = JSON.stringify([list, isDraft, version]);
        if (text === this.seen) return;
        this.seen = text;
        const errors = list.filter(problem => problem.severity === "error");
        const others = list.filter(problem => problem.severity !== "error");
        if (list.length === 0) return this.top.content.replaceChildren();
        const count = (number, word) => number === 1 ? `1 ${word}` : `${number} ${word}s`;
        const counts = [[errors.length, "error"], [others.length, "warning"]]
          .filter(([number]) => number > 0).map(([number, word]) => count(number, word));
        const details = element("details", {},
          element("summary", {role: "status"},
            element("span", {class: errors.length ? "error" : "warning"},
              element("b", {}, counts.join(", "))),
            errors.length === 0 ? "" : isDraft ? " — nothing has run yet"
              : " — the report below is the last one without errors"),
          ...[...errors, ...others].map(problemView));
        details.open = errors.length > 0;
        // Mere warnings leave the title free.
        this.top.content.replaceChildren(
          element("section", errors.length ? {} : {class: "minor"}, details));
      },

      progress(state) {
        const views = state.tasks.slice(0, 6).map(task => taskView(task, false));
        const rest = state.tasks.length - views.length;
        if (rest > 0) views.push(element("p", {class: "small"}, `and ${rest} more`));
        if (state.isRunning) views.push(element("p", {class: "small", role: "status"}, state.summary));
        if (this.isAway) {
          views.splice(0, views.length, element("p", {role: "status"},
            "The preview has ended. This page goes on when it is started again."));
        }
        this.bottom.content.replaceChildren(...(views.length ? [element("aside", {}, ...views)] : []));
      },

      away(isAway) {
        this.isAway = isAway;
        if (state) this.progress(state);
      },
    };

    // Beside the steps: what is wrong with them, and how far they are.
    const cards = new Map();

    // The part of the report that holds a node.
    function partOf(node) {
      while (node?.parentElement && !node.parentElement.matches("main, main section")) {
        node = node.parentElement;
      }
      return node?.parentElement ? node : null;
    }

    const placeOf = step => partOf(document.getElementById(identifier(step)));

    // A config has no part of its own: its name stands over its source.
    function placeOfConfig(name) {
      const names = [...document.querySelectorAll("main details.source .kind + b")];
      return partOf(names.find(node => node.textContent === name
        && node.previousElementSibling.textContent === "config"));
    }

    // Where the page has the words of a line of the notebook: its longest run of plain words.
    const leastWords = 8;
    function placeOfWords(line) {
      const runs = line.split(/[^\\p{L}\\p{N} ]+/u).map(run => run.trim())
        .filter(run => run.length >= leastWords).sort((one, other) => other.length - one.length);
      const parts = [...document.querySelectorAll("main p, main li, main td, main th, main h2, main h3, "
        + "main h4, main h5, main h6, main figcaption")];
      for (const run of runs) {
        const found = parts.find(part => part.textContent.includes(run));
        if (found) return partOf(found);
      }
      return null;
    }

    function placeOfProblem(problem) {
      switch (problem.part) {
        case "step": return placeOf(problem.block);
        case "config": return placeOfConfig(problem.block);
        case "front matter": return document.querySelector("body header");
        case "prose": return placeOfWords(problem.excerpt?.join("") ?? "")
          ?? (problem.after ? placeOf(problem.after) ?? placeOfConfig(problem.after) : null);
        default: return null;
      }
    }

    function showCards() {
      const wanted = new Map();
      const add = (place, view) => {
        if (place) wanted.set(place, [...(wanted.get(place) ?? []), view]);
      };
      for (const problem of state.problems) {
        if (problem.severity === "error") add(placeOfProblem(problem), problemView(problem));
      }
      for (const task of state.tasks) add(placeOf(task.step), taskView(task, true));
      for (const [place, card] of cards) {
        if (wanted.has(place) && card.isConnected) continue;
        card.remove();
        cards.delete(place);
      }
      for (const [place, views] of wanted) {
        const card = cards.get(place) ?? host("octavo-step");
        card.content.replaceChildren(element("article", {}, ...views));
        if (card.nextSibling !== place) place.before(card);
        cards.set(place, card);
      }
    }

    const staleStyle = element("style", {"data-octavo": ""});
    document.head.append(staleStyle);

    function showStale() {
      const names = state.isRunning ? state.stale : [];
      const text = names.map(name => "#" + CSS.escape(identifier(name))).join(", ");
      // How the run went is not known before its end.
      const unknown = state.isRunning || state.isDraft ? "header > .summary { visibility: hidden } " : "";
      const faded = [...(text ? [text] : []), ".octavo-stale"].join(", ");
      const rule = unknown + faded + " { opacity: .45; transition: opacity .3s }";
      if (staleStyle.textContent !== rule) staleStyle.textContent = rule;
      showStaleValues(names);
    }

    // A value in prose has the expression that it comes from as its title.
    function showStaleValues(names) {
      // Names as tokens: what stands behind a dot is an output's name.
      const isStale = source => (source.match(/[\\p{L}\\p{N}_.-]+/gu) ?? [])
        .some(token => names.includes(token.split(".")[0]));
      for (const value of document.querySelectorAll("span.value, span.missing")) {
        const source = value.classList.contains("missing") ? value.textContent : value.title;
        value.classList.toggle("octavo-stale", names.length > 0 && isStale(source));
      }
    }

    function show() {
      panel.attach();
      panel.problems(state.problems, state.isDraft, version);
      panel.progress(state);
      showCards();
      showStale();
    }

    """
}
