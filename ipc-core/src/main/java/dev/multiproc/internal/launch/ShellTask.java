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
 * Checks tasks that were written in JShell. JShell's variables look as if a lambda captured them, but they are static fields,
 * whose values a child does not have: it would read null or 0. So a task that reads such a variable is refused.
 */
public final class ShellTask {
    private static final String PACKAGE = "REPL";
    /** The prefix of the class that JShell wraps around each input; classes declared in the input are nested in it. */
    private static final String SNIPPET = PACKAGE + "/$JShell$";

    private ShellTask() {}

    /**
     * Checks a task's lambda and the methods that it calls.
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
        Deque<Member> toVisit = new ArrayDeque<>();
        Set<Member> visited = new HashSet<>();
        toVisit.add(new Member(lambda.getImplClass(), lambda.getImplMethodName(), lambda.getImplMethodSignature()));
        while (!toVisit.isEmpty()) {
            Member method = toVisit.remove();
            if (method.owner().startsWith(PACKAGE + "/") && visited.add(method)) {
                MethodCode code = MethodCode.of(bytes(method.owner(), taskClass.getClassLoader()), method);
                code.reads().forEach(ShellTask::checkRead);
                toVisit.addAll(code.calls());
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
