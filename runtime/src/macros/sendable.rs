//! Sending an operation.

/// Gives the struct of an operation its `send`: `sendable!(GetOffer);`, and that of one with pages its streams:
/// `sendable!(GetSeats, paged);`. Methods of its own spare users an import.
#[doc(hidden)]
#[macro_export]
macro_rules! sendable {
    ($name:ident, paged) => {
        $crate::sendable!($name);
        impl $name {
            /// The list as a stream of pages; `send(client).pages()` where a call has settings of its own.
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
            /// Prepares the call through `client`; await it for the answer.
            #[inline]
            pub fn send(self, client: &$crate::Client) -> $crate::Call<'_, Self> {
                client.call(self)
            }
        }
    };
}
