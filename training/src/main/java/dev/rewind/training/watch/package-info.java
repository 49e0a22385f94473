/** What happens to a model after the gate: its shadow time, its going live, and its rollback when people disagree. */
package dev.rewind.training.watch;
