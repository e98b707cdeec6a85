//! Whose Quota: whose GPU quota a run on a Hugging Face Space will use.
//!
//! `facts` → `verdict` → `ui` are pure and tested natively; `docs/architecture.md` shows the way of a
//! fact. `page` and `browser` are the edge, exist in WASM only, and decide nothing. `api` has the
//! functions that JavaScript calls.
//!
//! Two modules are built of this one crate: the page's (feature `page`), which pages of ZeroGPU Spaces
//! pay for, and the background's and popup's (feature `background`). What the one does not reach is not
//! in it.

// Nothing that a page does may panic us: a panic is an uncaught error on somebody else's page.
#![deny(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::todo,
    clippy::unreachable,
    clippy::unwrap_used
)]

#[cfg(target_arch = "wasm32")]
mod api;
#[cfg(target_arch = "wasm32")]
mod browser;
pub mod facts;
pub mod json;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod page;
pub mod press_limit;
pub mod settings;
mod string_enum;
pub mod tab;
pub mod ui;
pub mod verdict;

/// Four kilobytes less in each page than the allocator of Rust's own library (docs/performance.md).
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
