/** The commands that share durable queues between shells: {@code put}, {@code get}, {@code work}, {@code history}. */
package dev.multiproc.launcher.queue;
