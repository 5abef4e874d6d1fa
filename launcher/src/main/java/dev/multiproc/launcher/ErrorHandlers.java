package dev.multiproc.launcher;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.launcher.output.StandardStream;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Print errors of the command line and return its exit code. */
final class ErrorHandlers {
    private ErrorHandlers() {}

    /** Prints a one-line message, then the usage of the command. */
    static int wrongArguments(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("multiproc: " + oneLine(problem.getMessage()));
        command.usage(err);
        err.flush();
        return ExitCode.WRONG_ARGUMENTS;
    }

    /** Prints one line for an error that the user can fix, such as a full disk, and a stack trace for a bug of ours. */
    static int failure(Exception problem, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (problem instanceof IOException e && StandardStream.isBrokenPipe(e)) {
            return ExitCode.BROKEN_PIPE;
        }
        if (problem instanceof MultiprocessingException || problem.getClass() == IOException.class) {
            err.println("multiproc: " + oneLine(problem.getMessage()));
        } else if (problem instanceof IOException) {
            err.println("multiproc: " + oneLine(problem.toString()));
        } else {
            problem.printStackTrace(err);
        }
        err.flush();
        return ExitCode.CHECK_FAILED;
    }

    private static String oneLine(String message) {
        return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
