//! Figures of Mine, beside those that Overview and Trees have, too.

use crate::insights::figure::figures;

figures! {
    RESOLUTION_OF_ALL = "resolution-of-all", "Resolution rate of all",
        "(resolved + workaround) ÷ decided walks of the tree, whoever walked it; shown where at least 5 others did";
    MEDIAN_OF_ALL = "active-median-of-all", "Median active of all",
        "nearest rank, x(⌈n ÷ 2⌉), of the active times of the tree’s solved walks, whoever walked it; shown where at least 5 others did";
}
