/**
 * Reading {@code dead-letters}, and putting records back where they came from. {@link
 * dev.rewind.topics.deadletters.DeadLetterLog} says how it is known which were.
 */
package dev.rewind.topics.deadletters;
