//! The functions that JavaScript calls.

#[cfg(feature = "background")]
mod background;
#[cfg(feature = "background")]
mod hub_answers;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "background")]
mod popup;
