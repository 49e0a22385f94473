/**
 * A seeded generator of videos whose labels are known: figures that do everyday actions, and the repertoire for
 * pre-training, hands that draw in the air and people who do exercises.
 *
 * <p>A {@code Pose} holds joint angles, a {@code Motion} gives the pose at each phase of an action, a {@code Scene} says
 * who does it and where, a {@code Script} what is done when. Of the repertoire an {@code Act} is a class, a {@code Gesture}
 * or an {@code Exercise}, and a {@code Shot} one performance of it. The {@code Renderer} draws both: a {@code Subject}
 * before a {@code Backdrop}, as a camera that moves by a {@code Framing} and has a {@code Sensor} sees it.
 */
package dev.rewind.ingest.synthetic;
