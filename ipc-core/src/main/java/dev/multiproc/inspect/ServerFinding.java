package dev.multiproc.inspect;

/**
 * What was found about one thing of a server.
 *
 * @param subject what was looked at
 * @param isFine false if something is missing
 * @param text what is there
 * @param advice what to do about it, or what to know; empty if there is nothing to say
 * @see ServerInspection#findings
 */
public record ServerFinding(String subject, boolean isFine, String text, String advice) {}
