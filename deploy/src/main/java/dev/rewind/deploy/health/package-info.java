/** Whether a process lives and is ready, and what it counts, over HTTP: for orchestrators, autoscalers and Prometheus. */
package dev.rewind.deploy.health;
