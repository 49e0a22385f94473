/** Whether a candidate is better than the live model beyond chance, on clips that neither has learned from. */
package dev.rewind.training.gate;
