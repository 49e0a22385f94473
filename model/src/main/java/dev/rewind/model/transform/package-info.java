/** What is done to a recording before a network sees it, as the published test recipe does it. */
package dev.rewind.model.transform;
