// Adds to each description of a JSON Schema its form in Markdown, which editors show on hover with links.

/** Changes the schemas. */
function withMarkdown(schema) {
  if (Array.isArray(schema)) schema.forEach(withMarkdown);
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return;
  if (typeof schema.description === "string") schema.markdownDescription = markdown(schema.description);
  Object.values(schema).forEach(withMarkdown);
}

/** Docstrings have code in backticks already. Values in quotes become code too, and all other addresses become links. */
function markdown(text) {
  const parts = text.split(/(`[^`]*`|"[^"]*"|https?:\/\/[^\s)]*[^\s).,;:])/);
  return parts.map((part, i) => (i % 2 === 0 ? escaped(part) : inMarkdown(part))).join("");
}

function inMarkdown(part) {
  if (part.startsWith("`")) return part;
  return part.startsWith('"') ? `\`${part}\`` : `<${part}>`;
}

function escaped(text) {
  return text.replace(/[\\*_<>[\]#|]/g, "\\$&");
}

module.exports = { markdown, withMarkdown };
