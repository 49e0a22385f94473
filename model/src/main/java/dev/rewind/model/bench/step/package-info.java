/** What a step of training takes: memory, time, and how exact its gradients are. */
package dev.rewind.model.bench.step;
