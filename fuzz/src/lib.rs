//! Bodies that the fuzz targets share with the replay of their corpus.

pub mod bodies;
