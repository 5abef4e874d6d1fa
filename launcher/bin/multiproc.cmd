@echo off
rem Runs multiproc on Windows; the jar is in the directory lib beside this script's.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -XX:TieredStopAtLevel=1 -jar "%~dp0..\lib\multiproc.jar" %*
exit /b %ERRORLEVEL%
