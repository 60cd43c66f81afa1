; The per-user installer: no administrator, no network. `python dev.py package` calls makensis with
;   -DVERSION=1.2.3 -DSOURCE=<bundle> -DTARGET=<setup.exe> -DKILOBYTES=<size of the bundle>
; Silent: setup.exe /S [/D=folder]; exit codes 0 done, 3 a newer version is installed, 4 it is running, 5 not writable.
; Silent removal: uninstall.exe /S keeps the data, /S /REMOVEDATA removes them as well.
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64 ; both programs carry the same modules; within 64 MB the second copy costs nothing

!include "MUI2.nsh"
!include "WordFunc.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"

!define PRODUCT "智造台账"
!define FOLDER "ZhizaoLedger"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${FOLDER}"
!define LONGEST 200

Name "${PRODUCT}"
OutFile "${TARGET}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${FOLDER}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${PRODUCT} ${VERSION}"
ManifestDPIAware true

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${PRODUCT}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "${PRODUCT}安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"

!define MUI_ICON "resources\icons\program.ico"
!define MUI_UNICON "resources\icons\program.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\ZhizaoLedger.exe"
!define MUI_FINISHPAGE_RUN_TEXT "打开${PRODUCT}"
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE CheckFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; Leaves with code 4 unless both programs can be opened for writing, which Windows refuses while one runs.
!macro REQUIRE_CLOSED
  again:
  StrCpy $1 ""
  ${If} ${FileExists} "$INSTDIR\ZhizaoLedger.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\ZhizaoLedger.exe" a
    ${If} ${Errors}
      StrCpy $1 "running"
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\ledger.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\ledger.exe" a
    ${If} ${Errors}
      StrCpy $1 "running"
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
  ${If} $1 != ""
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${PRODUCT}正在运行。请先关闭程序，再点“重试”。" /SD IDCANCEL IDRETRY again
    SetErrorLevel 4
    Quit
  ${EndIf}
!macroend

Function .onInit
  SetShellVarContext current
  ReadRegStr $0 HKCU "${UNINSTALL}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 == 1
      MessageBox MB_OK|MB_ICONSTOP "已经装有更新的版本 $0，本安装包是 ${VERSION}，没有改动。" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Function CheckFolder
  StrLen $0 $INSTDIR
  ${If} $0 > ${LONGEST}
    MessageBox MB_OK|MB_ICONSTOP "安装文件夹的路径太长（$0 个字符），请选一个不超过 ${LONGEST} 个字符的文件夹。" /SD IDOK
    Abort
  ${EndIf}
FunctionEnd

Section
  StrLen $0 $INSTDIR
  ${If} $0 > ${LONGEST}
    SetErrorLevel 5
    Abort "安装文件夹的路径太长（$0 个字符）。"
  ${EndIf}
  !insertmacro REQUIRE_CLOSED
  ; Only what an earlier version put there goes; a data folder or a stranger's file beside it stays.
  RMDir /r "$INSTDIR\in"
  Delete "$INSTDIR\lib*-*.dll" ; libraries with a hash in their name, too long a path inside the folder
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${SOURCE}/*"
  ${If} ${Errors}
    SetErrorLevel 5
    Abort "无法写入文件夹 $INSTDIR，请换一个可以写入的文件夹。"
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\ZhizaoLedger.exe" "" "$INSTDIR\ZhizaoLedger.exe"
  CreateShortcut "$DESKTOP\${PRODUCT}.lnk" "$INSTDIR\ZhizaoLedger.exe" "" "$INSTDIR\ZhizaoLedger.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${PRODUCT}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\ZhizaoLedger.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  !insertmacro REQUIRE_CLOSED
  RMDir /r "$INSTDIR\in"
  Delete "$INSTDIR\lib*-*.dll"
  Delete "$INSTDIR\ZhizaoLedger.exe"
  Delete "$INSTDIR\ledger.exe"
  Delete "$INSTDIR\uninstall.exe"
  Delete "$SMPROGRAMS\${PRODUCT}.lnk"
  Delete "$DESKTOP\${PRODUCT}.lnk"
  RMDir "$INSTDIR" ; only when nothing else is left in it
  DeleteRegKey HKCU "${UNINSTALL}"
  ${If} ${FileExists} "$LOCALAPPDATA\${FOLDER}\*"
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/REMOVEDATA" $1
    ${If} ${Errors}
      MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONQUESTION "台账数据保留在 $LOCALAPPDATA\${FOLDER}。要一并删除吗？删除后无法找回。" /SD IDNO IDNO keep
    ${EndIf}
    RMDir /r "$LOCALAPPDATA\${FOLDER}"
    keep:
  ${EndIf}
SectionEnd
