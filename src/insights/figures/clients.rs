//! Figures of Clients, beside those that Overview and Trees have, too.

use crate::insights::figure::figures;

figures! {
    WITHOUT_CLIENT = "without-client", "Walks without a client", "walks whose sessions name no client; they are in the figures of none";
}
