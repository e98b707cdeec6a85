/** How the stage's Hub looks: plain, and near enough that pictures of it are understood. */
export const HUB_STYLE = `
:root { color-scheme: light dark; --line: #e5e7eb; --quiet: #6b7280; --ground: #fff; --text: #111827; }
@media (prefers-color-scheme: dark) {
  :root { --line: #1f2937; --quiet: #9ca3af; --ground: #0b0f19; --text: #e5e7eb; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
body > div { min-height: 100dvh; display: flex; flex-direction: column; }
.contents { display: contents; }
a { color: inherit; text-decoration: none; }
a:hover { text-decoration: underline; }
.nav { height: 64px; padding: 0 24px; display: flex; align-items: center; gap: 24px;
  border-bottom: 1px solid var(--line); }
.nav nav { margin-left: auto; display: flex; align-items: center; gap: 24px; white-space: nowrap; }
.logo { display: flex; align-items: center; gap: 8px; font-weight: 700; font-size: 18px;
  white-space: nowrap; }
.face { width: 28px; height: 28px; border-radius: 50%; border: 2px solid #f59e0b;
  background: radial-gradient(circle at 33% 42%, #3f2d06 2.5px, transparent 3px),
    radial-gradient(circle at 67% 42%, #3f2d06 2.5px, transparent 3px),
    radial-gradient(circle at 50% 66%, #3f2d06 4px, transparent 4.5px), #fcd34d; }
.nav input { flex: 0 1 340px; min-width: 80px; height: 36px; padding: 0 12px; font: inherit;
  font-size: 14px; border: 1px solid var(--line); border-radius: 8px; background: transparent;
  color: inherit; }
.button { padding: 4px 14px; border-radius: 999px; background: var(--text); color: var(--ground); }
.avatar, .mini { display: grid; place-items: center; border-radius: 50%; color: #fff;
  background: linear-gradient(135deg, #6366f1, #ec4899); font-weight: 600; }
.avatar { width: 32px; height: 32px; }
.mini { width: 20px; height: 20px; font-size: 12px; }
.space { padding: 8px 24px; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px;
  border-bottom: 1px solid var(--line); }
.space h1 { margin: 0; display: flex; align-items: center; gap: 6px; font-size: 17px;
  font-weight: 400; }
.space h1 i { color: var(--quiet); }
.space h1 a { font-family: ui-monospace, monospace; font-weight: 600; }
.chip { padding: 1px 8px; border: 1px solid #bbf7d0; border-radius: 8px; background: #f0fdf4;
  color: #15803d; font: 12px/1.6 ui-monospace, monospace; }
.chip b { font-style: italic; text-transform: uppercase; }
@media (prefers-color-scheme: dark) {
  .chip { background: transparent; border-color: #14532d; color: #4ade80; }
}
.space nav { margin-left: auto; display: flex; gap: 20px; }
.space nav a { padding: 6px 0; color: var(--quiet); }
.space nav [aria-current] { color: inherit; box-shadow: 0 2px 0 currentcolor; }
main { flex: 1; display: flex; flex-direction: column; }
iframe { flex: 1; width: 100%; min-height: 640px; border: 0; background: var(--ground); }
.note { margin: 64px auto; text-align: center; color: var(--quiet); }
.sheet { width: min(640px, 100% - 48px); margin: 48px auto; }
.sheet li a, .sheet p a:not(.button) { color: #2563eb; }
@media (max-width: 900px) { .nav nav a:not(.button, [href^="/login"], [href^="/logout"]) { display: none; } }
@media (max-width: 520px) { .nav { padding: 0 12px; gap: 12px; } .nav input { display: none; } }
`;
