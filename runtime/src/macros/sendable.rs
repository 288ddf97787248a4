//! Sending an operation.

/// Implements `send` for the struct of an operation: `sendable!(GetOffer);`, and the streams of one with pages:
/// `sendable!(GetSeats, paged);`. They are inherent methods, so that users need no import.
#[doc(hidden)]
#[macro_export]
macro_rules! sendable {
    ($name:ident, paged) => {
        $crate::sendable!($name);
        impl $name {
            /// The list as a stream of pages. To set options of the call, use `send(client).pages()`.
            #[inline]
            pub fn pages(self, client: &$crate::Client) -> $crate::Pages<Self> {
                client.call(self).pages()
            }
            /// The list as a stream of items.
            #[inline]
            pub fn items(self, client: &$crate::Client) -> $crate::Items<Self> {
                client.call(self).items()
            }
        }
    };
    ($name:ident) => {
        impl $name {
            /// Prepares the call through `client`; await it for the response.
            #[inline]
            pub fn send(self, client: &$crate::Client) -> $crate::Call<'_, Self> {
                client.call(self)
            }
        }
    };
}
