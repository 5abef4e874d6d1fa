package dev.multiproc.launcher;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.launcher.output.StandardStream;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** How the command line says that something went wrong. */
final class Complaints {
    private Complaints() {}

    /** One line that says what is wrong, then the usage of the command that was meant. */
    static int wrongArguments(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("multiproc: " + oneLine(problem.getMessage()));
        command.usage(err);
        err.flush();
        return ExitCode.WRONG_ARGUMENTS;
    }

    /** One line for trouble with the machine, which its user can mend; a stack trace for a fault of ours. */
    static int failure(Exception problem, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (problem instanceof IOException trouble && StandardStream.isBrokenPipe(trouble)) {
            return ExitCode.NOBODY_READS;
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
