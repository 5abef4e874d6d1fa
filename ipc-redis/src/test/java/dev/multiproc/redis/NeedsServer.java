package dev.multiproc.redis;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests that start a server, and are skipped in words where none is installed. */
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsServer.Condition.class)
public @interface NeedsServer {
    /** Whether there is a program to start. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return RedisServer.program() == null
                    ? ConditionEvaluationResult.disabled(
                            "there is no redis-server or valkey-server on the PATH: install"
                                    + " one (Debian: apt-get install redis-server) to run these tests")
                    : ConditionEvaluationResult.enabled("a server can be started");
        }
    }
}
