/** The networks in DJL's own terms: a {@code Block}, a {@code ModelZoo} for {@code Criteria}, and {@code Translator}s. */
package dev.rewind.model.djl;
