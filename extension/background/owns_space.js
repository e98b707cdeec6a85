// Runs in a Hub page, by itself: it may use nothing from outside.

/**
 * Whether the page's visitor owns its Space, or is in the organisation that does: `authLight.u` of `MainHeader`
 * and `SpaceHeader` (captures of 2025-12).
 * @param {string} id of the Space, which the page still has to show
 */
export function ownsSpace(id) {
  /** @param {string} target @returns {any} */
  const props = (target) => {
    try {
      const element = document.querySelector(`[data-target=${target}][data-props]`);
      const text = element?.getAttribute("data-props") ?? "";
      return text.length > 2_000_000 ? null : JSON.parse(text);
    } catch {
      return null;
    }
  };
  const [header, mainHeader] = [props("SpaceHeader"), props("MainHeader")];
  /** @param {unknown} one @param {unknown} other The Hub compares names without case. */
  const isSame = (one, other) =>
    typeof one === "string" &&
    typeof other === "string" &&
    one.toLowerCase() === other.toLowerCase();
  const [owner] = id.split("/");
  const account = mainHeader?.authLight?.u ?? header?.authLight?.u;
  const orgs = Array.isArray(account?.orgs) ? account.orgs : [];
  const names = [account?.user, ...orgs.map((/** @type {any} */ org) => org?.name)];
  return isSame(header?.space?.id, id) && names.some((name) => isSame(name, owner));
}
