/** Why a clip was labelled as it was: its frames, its model, and whether the two give the same once more. */
package dev.rewind.deploy.explain;
