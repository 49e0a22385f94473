/**
 * What happens when more clips come than the model can score. {@link dev.rewind.inference.overload.OverloadPolicy} names
 * the choices; {@link dev.rewind.inference.overload.LoadWatch} knows how far behind this process is, and counts.
 */
package dev.rewind.inference.overload;
