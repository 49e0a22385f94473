/** Models on the log, as a person sees them and overrules what the training service decided. */
package dev.rewind.deploy.models;
