/**
 * Runs one external command for each item: the command's text, its shell, its output, and the limits and policies that GNU
 * parallel has, by the same names.
 */
package dev.multiproc.launcher.job;
