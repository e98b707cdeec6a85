// Elements out of plain data (src/ui/element.rs): text is set as text, never parsed as HTML.

/**
 * @param {WhoseQuotaElement} plan
 * @returns {HTMLElement}
 */
export function build(plan) {
  const element = document.createElement(plan.tag);
  if (plan.class) element.className = plan.class;
  element.textContent = plan.text;
  for (const [name, value] of plan.attributes) element.setAttribute(name, value);
  element.append(...plan.children.map(build));
  return element;
}
