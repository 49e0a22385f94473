/** Tables for the terminal. */
package dev.rewind.deploy.table;
