/**
 * A seeded generator of videos whose labels are known: figures that do everyday actions.
 *
 * <p>A {@code Pose} holds joint angles, a {@code Motion} gives the pose at each phase of an action, a {@code Scene} says
 * who does it and where, a {@code Script} what is done when, and the {@code Renderer} draws it.
 */
package dev.rewind.ingest.synthetic;
