/** Whether live clips still look like those the model learned from, and which of them a person should label. */
package dev.rewind.inference.drift;
