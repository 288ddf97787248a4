//! Sending an operation.

/// Gives the struct of an operation its `send`: `sendable!(GetOffer);`. A method of its own spares users an import.
#[doc(hidden)]
#[macro_export]
macro_rules! sendable {
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
