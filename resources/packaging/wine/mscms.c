/* For the test prefix only, never shipped: Wine 8's mscms.dll lacks one function that Qt links to. No screen has
 * a colour profile here, which is what every function says. */
#include <windows.h>

#define EXPORT __declspec(dllexport)

static void *none(void)
{
    SetLastError(ERROR_CALL_NOT_IMPLEMENTED);
    return 0;
}

EXPORT HANDLE WINAPI OpenColorProfileW(void *profile, DWORD access, DWORD share, DWORD create)
{
    (void)profile; (void)access; (void)share; (void)create;
    return none();
}
EXPORT HANDLE WINAPI WcsCreateIccProfile(HANDLE profile, DWORD options) { (void)profile; (void)options; return none(); }
EXPORT BOOL WINAPI GetColorProfileFromHandle(HANDLE profile, BYTE *bytes, DWORD *size)
{
    (void)profile; (void)bytes; (void)size;
    return none() != 0;
}
EXPORT BOOL WINAPI CloseColorProfile(HANDLE profile) { (void)profile; return TRUE; }
