/* For the test prefix only, never shipped: Windows 10 has bcryptprimitives.dll, Wine 8 has not. Rust's standard
 * library takes its random numbers from it. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *bytes, SIZE_T count)
{
    return RtlGenRandom(bytes, (ULONG)count);
}
