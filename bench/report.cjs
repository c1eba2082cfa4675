const os = require("node:os");
const { contenders } = require("./contenders.cjs");
const { extraInstance, gates } = require("./gates.cjs");
const { median, ratios } = require("./statistics.cjs");

const number = (value, digits = 2) => (Number.isNaN(value) ? "-" : value.toFixed(digits));
const row = (cells) => `| ${cells.join(" | ")} |`;

function table(head, rows) {
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}

function cell(samples = []) {
  const of = (measure) => median(samples.map((sample) => sample[measure] ?? NaN));
  if (samples.length === 0) return "-";
  return `${number(of("wall"))} / ${number(of("user"))} / ${number(of("peak"), 0)} (${samples.length})`;
}

/** Markdown, for the docs. */
function report(samples, sizes) {
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const machine = `${os.cpus().length} cores, ${memory} GiB, Node.js ${process.version}`;
  const names = Object.keys(samples);
  const heads = sizes.map((size) => (size === 1 ? "1 instance" : `${size} instances`));
  const lines = [
    `Medians on ${machine}: wall s / user s / peak MB (runs)\n`,
    table(
      ["", ...heads],
      names.map((name) => [contenders[name].title, ...sizes.map((size) => cell(samples[name][size]))]),
    ),
  ];
  const others = names.filter((name) => Object.hasOwn(samples, contenders[name].beside ?? ""));
  if (others.length > 0) {
    const cells = (name) =>
      sizes.map((size) =>
        number(median(ratios(samples[contenders[name].beside][size], samples[name][size])), 3),
      );
    lines.push("\nOurs as a part of the wall clock of, round by round\n");
    lines.push(
      table(
        ["", ...heads],
        others.map((name) => [contenders[name].title, ...cells(name)]),
      ),
    );
  }
  if (sizes.length > 1) {
    const each = (name, measure) => number(extraInstance(samples[name], measure) * 1000, 1);
    lines.push("\nAn instance more, ms\n");
    lines.push(
      table(
        ["", "wall", "user"],
        names
          .filter((name) => sizes.every((size) => samples[name][size].length > 0))
          .map((name) => [contenders[name].title, each(name, "wall"), each(name, "user")]),
      ),
    );
  }
  const all = gates(samples);
  const unmeasured = all.filter(({ value }) => Number.isNaN(value)).map(({ name }) => name);
  lines.push("", ...all.filter(({ value }) => !Number.isNaN(value)).map(gateLine));
  if (unmeasured.length > 0) lines.push(`not measured: ${unmeasured.join("; ")}`);
  return lines.join("\n");
}

function gateLine({ name, value, limit, fails }) {
  const digits = limit >= 100 ? 0 : 3;
  return `${fails ? "FAIL" : "ok  "} ${name}: ${number(value, digits)}, at most ${number(limit, digits)}`;
}

module.exports = { report };
