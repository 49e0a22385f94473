/** What commands need for a moment only. */
package dev.rewind.deploy.scratch;
