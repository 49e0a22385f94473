/**
 * Models on the log: their manifests on {@code models}, their weights on {@code model-weights}, and how one takes over
 * from another. Training publishes and judges, inference serves, people overrule; they meet here.
 */
package dev.rewind.topics.models;
