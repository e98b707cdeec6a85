//! Enums whose variants are the contract's words.

/// Declares such an enum, with `name` and `from_name`.
macro_rules! string_enum {
    (
        $(#[$meta:meta])*
        $name:ident { $( $(#[$variant_meta:meta])* $variant:ident = $word:literal ),* $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $( $(#[$variant_meta])* $variant ),* }

        impl $name {
            /// Its word in the contract.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $word ),* }
            }

            /// The variant of a word.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $( $word => Some(Self::$variant), )* _ => None }
            }
        }

        impl From<$name> for $crate::facts::Json {
            fn from(value: $name) -> Self {
                value.name().into()
            }
        }
    };
}

pub(crate) use string_enum;
