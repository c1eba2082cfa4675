/** Not a number for no numbers. */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** One for each round that both ran in: what slows the machine down for a while slows both. */
function ratios(ours = [], others = [], measure = "wall") {
  const rounds = Math.min(ours.length, others.length);
  return Array.from({ length: rounds }, (_, round) => ours[round][measure] / others[round][measure]);
}

module.exports = { median, ratios };
