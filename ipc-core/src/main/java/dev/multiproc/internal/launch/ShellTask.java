package dev.multiproc.internal.launch;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.ProcessTask;
import dev.multiproc.internal.launch.MethodCode.Member;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * A task that was written in JShell. JShell's variables look as if a lambda captured them; they are static fields, which a child
 * does not have: it would find null there, or 0. So a task that reads one is refused.
 */
public final class ShellTask {
    private static final String PACKAGE = "REPL";
    /** A class around what was typed in; what was declared there is a class of its own within. */
    private static final String SNIPPET = PACKAGE + "/$JShell$";

    private ShellTask() {}

    /**
     * Looks through the lambda and what it calls.
     *
     * @throws MultiprocessingException if it reads a variable
     */
    public static void check(ProcessTask task, Class<?> taskClass) {
        if (!taskClass.getPackageName().equals(PACKAGE)) {
            return;
        }
        SerializedLambda lambda;
        try {
            lambda = TaskWriter.lambda(task);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot look into a task, class=" + taskClass.getName(), e);
        }
        if (lambda == null) {
            return;
        }
        Deque<Member> toSee = new ArrayDeque<>();
        Set<Member> seen = new HashSet<>();
        toSee.add(new Member(lambda.getImplClass(), lambda.getImplMethodName(), lambda.getImplMethodSignature()));
        while (!toSee.isEmpty()) {
            Member method = toSee.remove();
            if (method.owner().startsWith(PACKAGE + "/") && seen.add(method)) {
                MethodCode code = MethodCode.of(bytes(method.owner(), taskClass.getClassLoader()), method);
                code.reads().forEach(ShellTask::checkRead);
                toSee.addAll(code.calls());
            }
        }
    }

    private static void checkRead(Member field) {
        if (isSnippet(field.owner())) {
            throw new MultiprocessingException(
                    "the task reads a variable of JShell, which a child does not have, variable="
                            + field.name()
                            + "; hand it on as a parameter: write a method that takes what it needs and makes"
                            + " the process, and call it");
        }
    }

    private static boolean isSnippet(String className) {
        return className.startsWith(SNIPPET)
                && className.length() > SNIPPET.length()
                && className.indexOf('$', SNIPPET.length()) < 0;
    }

    private static byte[] bytes(String className, ClassLoader loader) {
        try (InputStream in = loader.getResourceAsStream(className + ".class")) {
            if (in == null) {
                throw new MultiprocessingException("JShell does not give out a class, class=" + className);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new MultiprocessingException("cannot read a class of JShell's, class=" + className, e);
        }
    }
}
